/** Whether logging in with the password takes a code, too. */
export class TotpStatus {
  isOn!: boolean;
  /** Since when. */
  confirmedAt!: Date | null;
  /** How many recovery codes have not been used. */
  recoveryCodesLeft!: number;
}

/** What an authenticator app needs to know. Shown once. */
export class NewTotp {
  /**
   * In base 32 (RFC 4648), to be typed where no camera is at hand.
   * @example "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
   */
  secret!: string;

  /**
   * The same, for apps to open.
   * @example "otpauth://totp/Kitchen:grace?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Kitchen"
   */
  otpauthUrl!: string;

  /**
   * The same as a picture to scan: a QR code, as an SVG element.
   * @example "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 410 410\">…</svg>"
   */
  qrSvg!: string;

  /** Until then it must be confirmed with a first code. */
  expiresAt!: Date;
}

/** Ways in without the authenticator app. Shown once. */
export class RecoveryCodeSet {
  /**
   * Ten codes, each good once.
   * @example ["7k2m-94xr-hc0e-v5tq-8wjn-3dpa"]
   */
  recoveryCodes!: string[];
}
