/** The interface of the program as Markdown, from its IDL: pure, so that a test can compare it with the committed page. */
import { LAMPORTS_PER_BYTE } from "@profit-share/localnet";
import { address, type Field, type Idl, type IdlAccount, type Instruction, size, typeText } from "./idl-docs";

/** Bytes that each account pays for besides its data. */
const RENT_OVERHEAD = 128;
/** Bytes of a token account of the classic token program. */
const TOKEN_ACCOUNT = 165;

export function programPage(idl: Idl): string {
  const sections = [
    "# The program",
    `Written by \`npm run docs\` from the IDL; a test fails when this page and the IDL differ.`,
    `Address: \`${idl.address}\`. Integers are little endian, structs have no padding, amounts are base units (1e-6).`,
    "## Addresses",
    addresses(idl),
    "## Accounts",
    `Rent is what keeps an account alive, here as mainnet charges it in November 2026: ${grouped(LAMPORTS_PER_BYTE)} lamports a byte, and for ${RENT_OVERHEAD} ` +
      "bytes more per account. That of a subscription and its escrow returns to its payer at the close; bots, vaults and keepers stay.",
    accountSizes(idl),
    ...idl.accounts.flatMap((account) => accountFields(idl, account.name)),
    "## Instructions",
    "Flags: `w` writable, `s` signer, `?` optional: left out, the program's own address stands in its place.",
    instructionIndex(idl),
    ...idl.instructions.flatMap(instructionSection),
    "## Structs",
    ...structNames(idl).flatMap((name) => struct(idl, name)),
    "## Events",
    "A log event is `Program data:` in the logs: the discriminator, then the fields. A self-CPI event is an inner instruction of this program " +
      "with the event authority as account 0: `e445a52e51cb9a1d`, then the same bytes.",
    events(idl),
    "## Constants",
    "Times are seconds, seeds and the domain are the bytes of the text.",
    table(
      ["constant", "value", ""],
      idl.constants.map(({ name, type, value, docs }) => [
        `\`${name}\``,
        constantText(type, value),
        (docs ?? []).join(" "),
      ]),
    ),
    "## Errors",
    table(
      ["code", "name", "says"],
      idl.errors.map(({ code, name, msg }) => [`${code}`, `\`${name}\``, msg]),
    ),
  ];
  return `${sections.join("\n\n")}\n`;
}

function addresses(idl: Idl): string {
  const escrow = typeOf(idl, "Subscription").type.fields!.find(({ name }) => name === "escrow")!;
  const named = (account: string) =>
    idl.instructions.flatMap(({ accounts }) => accounts).find(({ name, pda }) => name === account && pda)!;
  return table(
    ["account", "seeds"],
    [
      ...idl.accounts.map(({ name }) => [name, seedsIn(name, docsOf(idl, name))]),
      ["escrow (a token account)", seedsIn("escrow", (escrow.docs ?? []).join(" "))],
      ["vault (a token account)", address(named("vault"))],
      ["event authority", address(named("event_authority"))],
    ],
  );
}

/** What the documentation says after `PDA`, up to the end of the clause. */
function seedsIn(name: string, docs: string): string {
  const said = /PDA:? ([^.:]*)/.exec(docs)?.[1];
  if (said === undefined) throw new Error(`The documentation of ${name} does not say its seeds: write "PDA ..." there`);
  return said.trim();
}

function accountSizes(idl: Idl): string {
  const rows = [
    ...idl.accounts.map(({ name, discriminator }) => ({
      name,
      bytes: 8 + size(idl, { defined: { name } }),
      discriminator: hex(discriminator),
    })),
    { name: "escrow, vault", bytes: TOKEN_ACCOUNT, discriminator: "" },
  ];
  return table(
    ["account", "bytes", "rent (lamports)", "discriminator"],
    rows.map(({ name, bytes, discriminator }) => [name, `${bytes}`, grouped(rent(bytes)), discriminator]),
  );
}

const rent = (bytes: number): number => (RENT_OVERHEAD + bytes) * LAMPORTS_PER_BYTE;

function accountFields(idl: Idl, name: string): string[] {
  let offset = 8;
  const rows = typeOf(idl, name).type.fields!.map((field) => {
    const row = [`${offset}`, ...fieldRow(field)];
    offset += size(idl, field.type);
    return row;
  });
  return [`### ${name}`, docsOf(idl, name), table(["offset", "field", "type", ""], rows)];
}

function instructionIndex(idl: Idl): string {
  const rows = idl.instructions.map(({ name, discriminator, accounts, docs }) => [
    `[\`${name}\`](#${name})`,
    accounts.flatMap((account) => (account.signer ? [account.name + (account.optional ? "?" : "")] : [])).join(", ") ||
      "anyone",
    eventsOf(docs)
      .map((event) => event.name)
      .join(", "),
    hex(discriminator),
  ]);
  return table(["instruction", "signers", "events", "discriminator"], rows);
}

function instructionSection({ name, docs, accounts, args, returns }: Instruction): string[] {
  const flags = ({ writable, signer, optional }: IdlAccount): string =>
    `${writable ? "w" : ""}${signer ? "s" : ""}${optional ? "?" : ""}`;
  const taken = args.map((arg) => `\`${arg.name}: ${typeText(arg.type)}\``).join(", ") || "none";
  return [
    `### ${name}`,
    ...parts(docs).flatMap(({ title, lines }) => (title === "Accounts" ? [] : partText(title, lines))),
    `Arguments: ${taken}.${returns ? ` Returns: \`${typeText(returns)}\`.` : ""}`,
    table(
      ["account", "flags", ""],
      accounts.map((account) => [`\`${account.name}\``, flags(account), note(account)]),
    ),
  ];
}

function note(account: IdlAccount): string {
  if (account.name === "program") return "This program.";
  if (account.address !== undefined) return `\`${account.address}\``;
  const docs = (account.docs ?? []).filter((line) => !line.startsWith("CHECK:")).join(" ");
  const where = account.pda ? [`PDA ${address(account)}.`] : [];
  return [...(docs === "" ? [] : [docs]), ...where].join(" ");
}

/** Structs and enums that only arguments, return values and accounts hold. */
function structNames(idl: Idl): string[] {
  const shown = new Set([...idl.accounts, ...idl.events].map(({ name }) => name));
  return idl.types.filter(({ name }) => !shown.has(name)).map(({ name }) => name);
}

function struct(idl: Idl, name: string): string[] {
  const { type } = typeOf(idl, name);
  const rows = type.fields
    ? type.fields.map(fieldRow)
    : type.variants!.map((variant, index) => [
        `${index} ${variant.name}`,
        (variant.fields ?? []).map((field) => `\`${field.name}: ${typeText(field.type)}\``).join(", "),
        "",
      ]);
  const docs = docsOf(idl, name);
  return [`### ${name}`, ...(docs === "" ? [] : [docs]), table([type.fields ? "field" : "variant", "type", ""], rows)];
}

function events(idl: Idl): string {
  const rows = idl.events.map(({ name, discriminator }) => {
    const sources = idl.instructions.flatMap((instruction) =>
      eventsOf(instruction.docs).flatMap((event) =>
        event.name === name ? [{ by: instruction.name, how: event.how }] : [],
      ),
    );
    const how = [...new Set(sources.map((source) => source.how))];
    if (how.length !== 1)
      throw new Error(`The instructions say ${how.length} ways of emitting ${name}: say "(log)" or "(self-CPI)" once`);
    const fields = typeOf(idl, name).type.fields!.map((field) => `\`${field.name}: ${typeText(field.type)}\``);
    return [
      `\`${name}\``,
      how[0]!,
      sources.map(({ by }) => by).join(", "),
      fields.join(", "),
      docsOf(idl, name),
      hex(discriminator),
    ];
  });
  return table(["event", "how", "emitted by", "fields", "", "discriminator"], rows);
}

/** What an instruction's documentation says under `# Event` or `# Events`; a `(log)` also counts for the names before it. */
export function eventsOf(docs: string[]): { name: string; how: string }[] {
  const said = parts(docs)
    .flatMap(({ title, lines }) => (/^Events?$/.test(title) ? lines : []))
    .join(" ");
  const found = [...said.matchAll(/`([A-Z]\w+)`(?: \((log|self-CPI)\))?/g)];
  return found.map(([, name], index) => {
    const how = found.slice(index).find(([, , word]) => word !== undefined)?.[2];
    if (how === undefined)
      throw new Error(`"${said}" does not say how ${name} is emitted: add "(log)" or "(self-CPI)"`);
    return { name: name!, how };
  });
}

const constantText = (type: string, value: string): string =>
  type === "bytes" ? `\`"${Buffer.from(JSON.parse(value)).toString()}"\`` : grouped(Number(value));

const fieldRow = ({ name, type, docs }: Field): string[] => [`\`${name}\``, typeText(type), (docs ?? []).join(" ")];

/** A documentation comment by its headings; what stands before the first has none. */
function parts(docs: string[]): { title: string; lines: string[] }[] {
  const found = [{ title: "", lines: [] as string[] }];
  for (const line of docs) {
    if (line.startsWith("# ")) found.push({ title: line.slice(2), lines: [] });
    else found.at(-1)!.lines.push(line);
  }
  return found;
}

/** The title, then the text; a list stands below the title. */
function partText(title: string, lines: string[]): string[] {
  const text = lines
    .map((line) => (line === "" ? "\n\n" : line.startsWith("- ") ? `\n${line} ` : `${line.trimStart()} `))
    .join("")
    .replace(/ +(\n|$)/g, "$1")
    .trim();
  if (title === "" || text === "") return text === "" ? [] : [text];
  return [text.startsWith("- ") ? `${title}:\n\n${text}` : `${title}: ${text}`];
}

function typeOf(idl: Idl, name: string): Idl["types"][number] {
  const found = idl.types.find((type) => type.name === name);
  if (found === undefined) throw new Error(`The IDL has no type ${name}`);
  return found;
}

const docsOf = (idl: Idl, name: string): string => (typeOf(idl, name).docs ?? []).join(" ");

const hex = (bytes: number[]): string => `\`${Buffer.from(bytes).toString("hex")}\``;

const grouped = (value: number): string => value.toLocaleString("en-US");

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}
