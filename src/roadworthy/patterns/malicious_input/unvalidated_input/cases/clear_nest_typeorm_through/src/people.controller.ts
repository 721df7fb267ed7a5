import { Body, Controller, Post } from "@nestjs/common";
import { InjectRepository } from "@nestjs/typeorm";
import { hash } from "bcrypt";
import { IsEmail, IsString, Length } from "class-validator";
import { Repository } from "typeorm";
import { User } from "./entities";

export class Registration {
  @IsEmail() @Length(3, 254) email!: string;
  @IsString() @Length(10, 72) password!: string;
}

@Controller("people")
export class PeopleController {
  constructor(@InjectRepository(User) private readonly people: Repository<User>) {}

  @Post()
  async register(@Body() given: Registration) {
    const password = await hash(given.password, 12);
    const { id } = await this.people.save(this.people.create({ ...given, password }));
    return { id };
  }
}
