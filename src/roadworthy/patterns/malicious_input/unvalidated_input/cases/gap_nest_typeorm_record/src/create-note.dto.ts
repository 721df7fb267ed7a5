import { IsInt, IsString, Length } from "class-validator";

export class CreateNote {
  @IsString() @Length(1, 120) title!: string;
  @IsString() @Length(1, 64) attempt!: string;
  @IsInt() minutes!: number;
}
