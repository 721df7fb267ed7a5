import { Title, Whole } from "./fields";
import { IsString, Length } from "class-validator";

export class CreateNote {
  @Title() title!: string;
  @IsString() @Length(1, 64) attempt!: string;
  @Whole({ min: 1, max: 600 }) minutes!: number;
}
