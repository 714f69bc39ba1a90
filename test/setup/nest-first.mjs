import 'reflect-metadata';
import '@nestjs/core';
import '@nestjs/common';
