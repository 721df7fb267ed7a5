import { applyDecorators } from "@nestjs/common";
import { IsInt, IsString, Length, Max, Min } from "class-validator";

export function Title(): PropertyDecorator {
  return applyDecorators(IsString(), Length(1, 120));
}

export function Whole(bounds: { min?: number; max?: number } = {}): PropertyDecorator {
  const asked = [IsInt()];
  if (bounds.min !== undefined) asked.push(Min(bounds.min));
  if (bounds.max !== undefined) asked.push(Max(bounds.max));
  return applyDecorators(...asked);
}
