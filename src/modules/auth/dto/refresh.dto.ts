import { IsString, MaxLength } from 'class-validator';

export class RefreshDto {
  /**
   * The `refreshToken` of the last answer.
   * @example "krt_AZrSwXs-fFWcHz8vD29aEAAAAAGm3kq0cU0b7d4fJQm2yq8w5tqB1nXrXo3Zb0u9d4h2Yw"
   */
  @IsString()
  @MaxLength(200)
  refreshToken!: string;
}
