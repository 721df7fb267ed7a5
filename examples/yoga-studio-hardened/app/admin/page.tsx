"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { LoadError } from "@/components/load-error";
import { Pager } from "@/components/pager";
import { messageOf, request } from "@/lib/api";
import { PAGE_SIZE } from "@/lib/pages";
import type { ClassItem, Member, Stats } from "@/lib/types";
import { deleteClass } from "./actions";
import { ClassForm } from "./class-form";

function useLoaded<Answer>(address: string) {
  return useQuery({ queryKey: [address], queryFn: () => request<Answer>(address) });
}

function Numbers() {
  const { data, error, refetch } = useLoaded<Stats>("/api/admin/stats");
  if (error) return <LoadError error={error} retry={refetch} />;
  if (!data) return <p>Loading...</p>;
  return (
    <p>
      {data.members} members, {data.bookings} bookings, €{data.revenue} revenue
    </p>
  );
}

function Classes() {
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useLoaded<ClassItem[]>(`/api/classes?page=${page}`);
  const removing = useMutation({
    mutationFn: (id: number) => deleteClass(id),
    onSuccess: () => refetch(),
  });
  if (error) return <LoadError error={error} retry={refetch} />;
  return (
    <>
      {removing.error && (
        <p className="error" role="alert">
          {messageOf(removing.error)}
        </p>
      )}
      <table>
        <tbody>
          {data?.map((item) => (
            <tr key={item.id}>
              <td>{item.title}</td>
              <td>{item.booked} booked</td>
              <td>
                <button type="button" disabled={removing.isPending} onClick={() => removing.mutate(item.id)}>
                  Delete
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager page={page} more={data?.length === PAGE_SIZE} onChange={setPage} />
    </>
  );
}

function Members() {
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useLoaded<Member[]>(`/api/admin/members?page=${page}`);
  if (error) return <LoadError error={error} retry={refetch} />;
  return (
    <>
      <table>
        <tbody>
          {data?.map((member) => (
            <tr key={member.id}>
              <td>{member.name}</td>
              <td>{member.email}</td>
              <td>{member.phone}</td>
              <td>{member.credits} credits</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager page={page} more={data?.length === PAGE_SIZE} onChange={setPage} />
    </>
  );
}

export default function AdminPage() {
  return (
    <>
      <h1>Studio admin</h1>
      <Numbers />
      <h2>New class</h2>
      <ClassForm />
      <h2>Classes</h2>
      <Classes />
      <h2>Members</h2>
      <Members />
    </>
  );
}
