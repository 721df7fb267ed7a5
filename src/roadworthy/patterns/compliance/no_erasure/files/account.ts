$IMPORTS

type UserId = (typeof $PEOPLE.$inferSelect)["$KEY"];

/**
 * Erases a person, all or nothing.$KEPT
 */
export async function eraseAccount(userId: UserId): Promise<void> {
  await db.transaction(async (tx) => {
$STEPS
  });
}

/** `DELETE $PATH`: whoever is signed in deletes their own account. */
export function registerAccountDeletion(app: IRouter): void {
  app.delete("$PATH", $GUARD, async (req: Request, res: Response, next: NextFunction) => {
    try {
      await eraseAccount((req as unknown as { user: { id: UserId } }).user.$SESSION_KEY);
$END
      res.status(204).end();
    } catch (error) {
      next(error);
    }
  });
}
