import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, Unique } from "typeorm";

@Entity("users")
export class User {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: "varchar", length: 254, unique: true }) email!: string;
  @Column({ type: "varchar", select: false }) password!: string;
  @Column({ type: "enum", enum: ["member", "admin"], default: "member" }) role!: string;
}

@Entity("notes")
@Unique(["user", "attempt"])
@Index(["user", "createdAt"])
export class Note {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: "varchar", length: 120 }) title!: string;
  @Column({ type: "varchar", length: 64 }) attempt!: string;
  @Column("int") minutes!: number;
  @CreateDateColumn({ type: "timestamptz" }) createdAt!: Date;
  @ManyToOne(() => User, { nullable: false, onDelete: "CASCADE" })
  @JoinColumn({ name: "user_id" })
  user!: User;
}

