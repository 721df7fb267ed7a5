import { IsInt, IsString, Length, Max, Min } from "class-validator";

export class CreateNote {
  @IsString() @Length(1, 120) title!: string;
  @IsString() @Length(1, 64) attempt!: string;
  @IsInt() @Min(1) @Max(600) minutes!: number;
}
