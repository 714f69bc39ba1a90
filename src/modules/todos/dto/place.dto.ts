import { IsUUID, ValidateBy, ValidateIf } from 'class-validator';

const IsAlone = (other: string) =>
  ValidateBy({
    name: 'isAlone',
    validator: {
      validate: (_, args) => (args?.object as Record<string, unknown>)[other] === undefined,
      defaultMessage: () => `goes only without ${other}`,
    },
  });

/** A place beside another one: exactly one of the two. */
export class PlaceDto {
  /**
   * Id of the one that will come right after.
   * @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10"
   */
  @ValidateIf(({ before, after }: PlaceDto) => before !== undefined || after === undefined)
  @IsUUID()
  before?: string;

  /** Id of the one that will come right before. */
  @ValidateIf((_, value) => value !== undefined)
  @IsAlone('before')
  @IsUUID()
  after?: string;
}
