-- What has to happen all at once, or to be counted where the rows are.

-- Called when the customer has paid at the desk
create function public.mark_paid(ticket uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if not public.is_staff() then
    raise exception 'staff only' using errcode = '42501';
  end if;
  update public.tickets set paid = true, status = 'done' where id = ticket;
end;
$$;

-- Takes one piece off the stock and notes it on the ticket; the same key is the same piece.
create function public.take_part(ticket uuid, part uuid, attempt uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if not public.is_staff() then
    raise exception 'staff only' using errcode = '42501';
  end if;
  insert into public.ticket_parts (ticket_id, part_id, quantity, idempotency_key)
    values (ticket, part, 1, attempt) on conflict (idempotency_key) do nothing;
  if not found then
    return;
  end if;
  update public.parts set stock = stock - 1 where id = part and stock >= 1;
  if not found then
    raise exception 'none left' using errcode = 'P0001';
  end if;
end;
$$;

-- Books a delivery: {"<part>": pieces, ...}
create function public.book_delivery(delivered jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if not public.is_staff() then
    raise exception 'staff only' using errcode = '42501';
  end if;
  update public.parts p set stock = p.stock + least(greatest((d.value)::integer, 0), 10000)
    from jsonb_each_text(delivered) d where p.id = (d.key)::uuid;
end;
$$;

-- Takes a ticket off the customer's list. It stays for the desk and its books.
create function public.archive_ticket(ticket uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  update public.tickets set archived_at = now()
    where id = ticket and customer_id = (select auth.uid()) and archived_at is null;
end;
$$;

create function public.desk_numbers() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not public.is_staff() then
    raise exception 'staff only' using errcode = '42501';
  end if;
  return (
    select jsonb_build_object(
      'tickets', count(*),
      'open', count(*) filter (where status = 'open'),
      'earned', coalesce(sum(price) filter (where paid), 0)
    ) from public.tickets
  );
end;
$$;

-- What anybody may read of the feedback: the words and the stars, not who wrote them.
create function public.public_feedback() returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object(
    'average', (select round(avg(rating), 1) from public.feedback),
    'latest', coalesce((
      select jsonb_agg(jsonb_build_object('id', f.id, 'rating', f.rating, 'comment', f.comment))
      from (select id, rating, comment from public.feedback order by created_at desc limit 10) f
    ), '[]'::jsonb)
  )
$$;

create function public.export_my_data() returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'profile', (select to_jsonb(p) from public.profiles p where p.id = (select auth.uid())),
    'staff', (select to_jsonb(s) from public.staff s where s.user_id = (select auth.uid())),
    'tickets', (select jsonb_agg(to_jsonb(t)) from public.tickets t where t.customer_id = (select auth.uid())),
    'comments', (select jsonb_agg(to_jsonb(c)) from public.comments c where c.author_id = (select auth.uid())),
    'feedback', (select jsonb_agg(to_jsonb(f)) from public.feedback f where f.customer_id = (select auth.uid())),
    'notifications', (select jsonb_agg(to_jsonb(n)) from public.notifications n where n.sent_by = (select auth.uid()))
  )
$$;

revoke execute on function public.mark_paid(uuid), public.take_part(uuid, uuid, uuid), public.book_delivery(jsonb),
  public.archive_ticket(uuid), public.desk_numbers(), public.export_my_data() from public, anon;
grant execute on function public.mark_paid(uuid), public.take_part(uuid, uuid, uuid), public.book_delivery(jsonb),
  public.archive_ticket(uuid), public.desk_numbers(), public.export_my_data() to authenticated;
