import { Global, Module } from '@nestjs/common';
import { Articles } from './articles.js';

@Global()
@Module({ providers: [Articles], exports: [Articles] })
export class MarkdownModule {}
