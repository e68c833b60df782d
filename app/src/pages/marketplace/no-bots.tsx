/** Nothing is published yet: how a high-water mark works, in numbers. */
import { courseOf } from "../../pictures/course";
import { KeyPicture } from "../../pictures/key-picture";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/states";
import { EXAMPLE } from "./example";

export const NoBots = () => (
  <>
    <EmptyState title="No bot is published here yet">
      Whoever publishes one is listed here. Until then, this is how a profit share with a high-water mark works.
    </EmptyState>
    <Card title="An example: 10% of new profit">
      <KeyPicture
        isExample
        course={courseOf(EXAMPLE, null)}
        label="Realized PnL rises to $100, falls to $60, and rises to $130; the mark follows only upwards"
      />
      <ol className="mt-5 grid gap-4 text-sm sm:grid-cols-3">
        <li>
          <p className="font-medium">The bot wins $100.</p>
          <p className="text-muted">The creator gets $10. The mark is at $100.</p>
        </li>
        <li>
          <p className="font-medium">It loses $40.</p>
          <p className="text-muted">Nothing is charged. These $40 have to be won back first.</p>
        </li>
        <li>
          <p className="font-medium">It wins $70.</p>
          <p className="text-muted">
            $40 make up for the loss and are free. $30 are new, and the creator gets $3 of them.
          </p>
        </li>
      </ol>
    </Card>
  </>
);
