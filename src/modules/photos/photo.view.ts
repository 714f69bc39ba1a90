/** A photo in one size, as WebP. */
export class PhotoVariant {
  /**
   * Address of the bytes, from the root of this server. Signed while only you may see the photo.
   * @example "/api/v1/photos/019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10/thumb.webp"
   */
  url!: string;
  /** @example 320 */
  width!: number;
  /** @example 240 */
  height!: number;
}

/** The sizes in which it can be had: at most 320, 960 and 1920 pixels wide, and never larger than what was uploaded. */
export class PhotoVariants {
  thumb!: PhotoVariant;
  medium!: PhotoVariant;
  large!: PhotoVariant;
}

export class PhotoView {
  /** @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10" */
  id!: string;
  /**
   * That of the large variant.
   * @example "/api/v1/photos/019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10/large.webp"
   */
  url!: string;
  /**
   * While only you may see the photo, its addresses are signed and end at this time: read the photo again for new ones. `null`
   * when everybody may see it.
   */
  urlExpiresAt!: Date | null;
  /**
   * What it shows, for whoever does not see it.
   * @example "A pot of tea on a wooden table"
   */
  alt!: string | null;
  /**
   * Pixels of what was uploaded, held upright.
   * @example 4000
   */
  width!: number;
  /** @example 3000 */
  height!: number;
  /**
   * Bytes that it takes up, all variants together.
   * @example 412345
   */
  byteSize!: number;
  /**
   * A few pixels to show while it loads.
   * @example "data:image/webp;base64,UklGRhYAAABXRUJQVlA4TAkAAAAvAAAAAAcQ/Y/+Bw=="
   */
  placeholder!: string;
  variants!: PhotoVariants;
  createdAt!: Date;
}

/** What uploading answers. */
export class SavedPhoto extends PhotoView {
  /** @example "Photo saved successfully" */
  message!: string;
}

export class PhotoPage {
  items!: PhotoView[];
  nextCursor!: string | null;
}
