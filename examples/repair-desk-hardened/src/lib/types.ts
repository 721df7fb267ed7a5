export const STATUSES = ["open", "working", "ready", "done"] as const;
export type Status = (typeof STATUSES)[number];

export interface TicketRow {
  id: string;
  device: string;
  status: Status;
  photo_path: string | null;
  created_at: string;
}

export interface DeskTicket extends TicketRow {
  price: number | null;
  profiles: { full_name: string; phone: string | null; address: string | null } | null;
}

export interface TicketDetail extends TicketRow {
  problem: string;
  price: number | null;
  profiles: { full_name: string } | null;
  ticket_parts: { id: string; quantity: number; parts: { name: string } | null }[];
}

export interface CommentRow {
  id: string;
  body: string;
  author_id: string;
  profiles: { full_name: string } | null;
}

export interface Part {
  id: string;
  name: string;
  stock: number;
}

export interface PublicFeedback {
  average: number | null;
  latest: { id: string; rating: number; comment: string }[];
}

export interface DeskNumbers {
  tickets: number;
  open: number;
  earned: number;
}
