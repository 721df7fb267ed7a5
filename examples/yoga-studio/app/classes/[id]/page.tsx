"use client";

import moment from "moment";
import { useParams } from "next/navigation";
import { useEffect, useState } from "react";
import { BookButton } from "@/components/book-button";
import { LiveSpots } from "@/components/live-spots";
import { Reviews } from "@/components/reviews";
import { ShareButton } from "@/components/share-button";

export default function ClassPage() {
  const { id } = useParams<{ id: string }>();
  const [item, setItem] = useState<any>(null);
  const [teacher, setTeacher] = useState<any>(null);
  const [more, setMore] = useState<any[]>([]);

  useEffect(() => {
    fetch(`/api/classes/${id}`)
      .then((res) => res.json())
      .then(setItem);
  }, [id]);

  useEffect(() => {
    if (!item) return;
    fetch(`/api/teachers/${item.teacherId}`)
      .then((res) => res.json())
      .then(setTeacher);
  }, [item]);

  useEffect(() => {
    if (!teacher) return;
    fetch(`/api/classes?level=${item.level}`)
      .then((res) => res.json())
      .then(setMore);
  }, [teacher]);

  if (!item) return <p>Loading...</p>;

  return (
    <>
      <h1>{item.title}</h1>
      <p className="muted">{moment(item.startsAt).format("dddd D MMMM, HH:mm")}</p>
      <p>{item.description}</p>
      {teacher && (
        <div className="card">
          <img src={teacher.photo} alt={teacher.name} />
          <h3>{teacher.name}</h3>
          <p>{teacher.bio}</p>
        </div>
      )}
      <LiveSpots classId={item.id} initial={item.spotsLeft} />
      <BookButton classId={item.id} full={item.spotsLeft <= 0} />
      <ShareButton />
      <Reviews classId={item.id} />
      <h2>You may also like</h2>
      <ul>
        {more
          .filter((other) => other.id !== item.id)
          .slice(0, 3)
          .map((other) => (
            <li key={other.id}>{other.title}</li>
          ))}
      </ul>
    </>
  );
}
