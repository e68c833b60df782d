import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, useRef, useState } from "react";
import { formatCount } from "../format/money";
import { Button } from "./button";
import { useIsNarrow } from "./measure";

export interface Column<Row> {
  name: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  isNumber?: boolean;
  /** Sentences need the whole width of a card. */
  isProse?: boolean;
}

interface Props<Row> {
  /** What the rows are, for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

/** As many rows stand there at first; the others come when somebody asks for them. */
const FIRST = 10;
/** Of more rows than this only those in sight are drawn. */
const FEW = 50;
const ROW_PX = { wide: 49, narrow: 180 };

/** A table, or cards where there is no room for one. */
export function Table<Row>(props: Props<Row>) {
  const { rows } = props;
  const [all, setAll] = useState(false);
  return (
    <>
      <Shown {...props} rows={all ? rows : rows.slice(0, FIRST)} />
      {!all && rows.length > FIRST && (
        <Button className="mt-4" onClick={() => setAll(true)}>
          Show all {formatCount(rows.length)}
        </Button>
      )}
    </>
  );
}

function Shown<Row>({ caption, columns, rows, keyOf }: Props<Row>) {
  const isNarrow = useIsNarrow();
  const ref = useRef<HTMLDivElement>(null);
  const isLong = rows.length > FEW;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => ref.current,
    estimateSize: () => (isNarrow ? ROW_PX.narrow : ROW_PX.wide),
    overscan: 8,
    enabled: isLong,
  });
  const inSight = virtualizer.getVirtualItems();
  const shown = isLong ? inSight.map(({ index }) => index) : rows.map((_, index) => index);
  const above = isLong ? (inSight[0]?.start ?? 0) : 0;
  const below = isLong ? virtualizer.getTotalSize() - (inSight.at(-1)?.end ?? 0) : 0;
  const measure = isLong ? virtualizer.measureElement : undefined;
  const Layout = isNarrow ? Cards : Rows;
  return (
    <div
      ref={ref}
      className={isLong ? "max-h-[70dvh] overflow-y-auto" : ""}
      // Who has no mouse scrolls with the keys.
      {...(isLong ? { role: "group", "aria-label": `${caption}, to scroll`, tabIndex: 0 } : {})}
    >
      <Layout {...{ caption, columns, rows, keyOf, shown, above, below, measure }} />
    </div>
  );
}

interface LayoutProps<Row> extends Props<Row> {
  /** Indices of the rows that are drawn. */
  shown: readonly number[];
  /** Pixels of the rows that are not. */
  above: number;
  below: number;
  measure: ((element: Element | null) => void) | undefined;
}

function Rows<Row>({ caption, columns, rows, keyOf, shown, above, below, measure }: LayoutProps<Row>) {
  const gap = (height: number) =>
    height > 0 && (
      <tr>
        <td colSpan={columns.length} style={{ height }} />
      </tr>
    );
  return (
    <table className="w-full border-collapse text-sm" aria-rowcount={rows.length + 1}>
      <caption className="sr-only">{caption}</caption>
      <thead className="sticky top-0 z-10 bg-card">
        <tr aria-rowindex={1}>
          {columns.map(({ name, isNumber }) => (
            <th
              key={name}
              scope="col"
              className={`border-line border-b px-3 py-2 align-bottom font-medium text-muted first:pl-0 last:pr-0 ${isNumber ? "text-right" : "text-left"}`}
            >
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {gap(above)}
        {shown.map((index) => (
          <Line key={keyOf(rows[index]!)} row={rows[index]!} {...{ index, columns, measure }} />
        ))}
        {gap(below)}
      </tbody>
    </table>
  );
}

interface LineProps<Row> {
  row: Row;
  index: number;
  columns: readonly Column<Row>[];
  measure: LayoutProps<Row>["measure"];
}

/** While somebody scrolls, only lines that come into sight are drawn anew. */
const Line = memo(LineOf) as typeof LineOf;
const CardOfRow = memo(CardOf) as typeof CardOf;

function LineOf<Row>({ row, index, columns, measure }: LineProps<Row>) {
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2} className="group">
      {columns.map(({ name, cell, isNumber }) => (
        <td
          key={name}
          className={`border-line border-b px-3 py-3 align-middle first:pl-0 last:pr-0 group-last:border-0 ${isNumber ? "text-right" : ""}`}
        >
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

function Cards<Row>({ columns, rows, keyOf, shown, above, below, measure }: LayoutProps<Row>) {
  return (
    <ul style={{ paddingTop: above, paddingBottom: below }}>
      {shown.map((index) => (
        <CardOfRow key={keyOf(rows[index]!)} row={rows[index]!} {...{ index, columns, measure }} />
      ))}
    </ul>
  );
}

/** The first column is the card's heading. */
function CardOf<Row>({ row, index, columns, measure }: LineProps<Row>) {
  const [heading, ...others] = columns;
  return (
    <li
      ref={measure}
      data-index={index}
      className="border-line border-b py-4 text-sm first:pt-0 last:border-0 last:pb-0"
    >
      <div className="mb-2 font-medium">{heading?.cell(row)}</div>
      <dl className="flex flex-col gap-1.5">
        {others.map(({ name, cell, isProse }) => (
          <div key={name} className={isProse ? "" : "flex flex-wrap items-baseline justify-between gap-x-4"}>
            <dt className="text-muted">{name}</dt>
            <dd className={isProse ? "" : "ml-auto text-right"}>{cell(row)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
