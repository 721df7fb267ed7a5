import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";

export default function NotesPage() {
  return (
    <Dialog open>
      <DialogContent className="max-w-md">
        <Input name="title" />
        <Input name="link" />
        <div className="space-y-3">
          <Input name="views" />
          <Input name="likes" />
          <Input name="comments" />
          <Input name="shares" />
        </div>
      </DialogContent>
    </Dialog>
  );
}
