export type Level = "all" | "beginner" | "advanced";

export interface ClassItem {
  id: number;
  title: string;
  description: string;
  level: Level;
  teacherId: number;
  startsAt: string;
  spotsLeft: number;
  teacher: string;
  photo: string;
  booked: number;
}

export interface Review {
  id: number;
  rating: number;
  comment: string;
  author: string;
}

export interface Member {
  id: number;
  name: string;
  email: string;
  phone: string | null;
  credits: number;
}

export interface Stats {
  members: number;
  bookings: number;
  revenue: string;
}

export interface Teacher {
  id: number;
  name: string;
}

export interface Me {
  name: string;
  role: "member" | "admin";
  credits: number;
}
