import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PreviewDto } from '../dto/preview.dto.js';
import { PostPreview } from './post-preview.view.js';
import { RenderingService } from './rendering.service.js';

@ApiTags('posts')
@Controller('posts/preview')
export class PostPreviewController {
  constructor(private readonly rendering: RenderingService) {}

  /** Show what a text will look like, without storing it */
  @Post()
  @HttpCode(200)
  preview(@Body() text: PreviewDto): Promise<PostPreview> {
    return this.rendering.preview(text);
  }
}
