"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { createClass, deleteClass } from "./actions";

export default function AdminPage() {
  const router = useRouter();
  const [stats, setStats] = useState<any>(null);
  const [members, setMembers] = useState<any[]>([]);
  const [classes, setClasses] = useState<any[]>([]);
  const [teachers, setTeachers] = useState<any[]>([]);

  useEffect(() => {
    async function load() {
      const me = await fetch("/api/me").then((res) => res.json());
      if (me.user?.role !== "admin") {
        router.push("/");
        return;
      }
      setStats(await fetch("/api/admin/stats").then((res) => res.json()));
      setMembers(await fetch("/api/admin/members").then((res) => res.json()));
      setClasses(await fetch("/api/classes").then((res) => res.json()));
      setTeachers(await fetch("/api/teachers").then((res) => res.json()));
    }
    load();
  }, []);

  async function remove(id: number) {
    await deleteClass(id);
    setClasses(classes.filter((item) => item.id !== id));
  }

  if (!stats) return <p>Loading...</p>;

  return (
    <>
      <h1>Studio admin</h1>
      <p>
        {stats.members} members, {stats.bookings} bookings, €{stats.revenue} revenue
      </p>

      <h2>New class</h2>
      <form action={createClass}>
        <input name="title" placeholder="Title" />
        <textarea name="description" placeholder="Description" />
        <select name="level">
          <option>all</option>
          <option>beginner</option>
          <option>advanced</option>
        </select>
        <select name="teacherId">
          {teachers.map((teacher) => (
            <option key={teacher.id} value={teacher.id}>
              {teacher.name}
            </option>
          ))}
        </select>
        <input name="startsAt" type="datetime-local" />
        <input name="spotsLeft" type="number" defaultValue={12} />
        <button type="submit">Create</button>
      </form>

      <h2>Classes</h2>
      <table>
        <tbody>
          {classes.map((item) => (
            <tr key={item.id}>
              <td>{item.title}</td>
              <td>{item.booked} booked</td>
              <td>
                <button onClick={() => remove(item.id)}>Delete</button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>

      <h2>Members</h2>
      <table>
        <tbody>
          {members.map((member) => (
            <tr key={member.id}>
              <td>{member.name}</td>
              <td>{member.email}</td>
              <td>{member.phone}</td>
              <td>{member.credits} credits</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
