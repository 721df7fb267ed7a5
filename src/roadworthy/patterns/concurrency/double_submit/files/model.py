

class IdempotencyKey(Base):
    """A request that was carried out, so that a repeat of it does nothing again."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("requester", "endpoint", "key", name="idempotency_keys_requester_endpoint_key"),
        Index("ix_idempotency_keys_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    requester: Mapped[str] = mapped_column(String(64))
    endpoint: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
