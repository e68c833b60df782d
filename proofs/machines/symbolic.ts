/**
 * The machine of terms: it runs the model on names instead of numbers and writes down, as SMT-LIB text, what each result is.
 * A division becomes two new integers with `x = divisor · quotient + remainder`, which is what it means.
 */
import { I64, type Int, type Machine, type Truth, U64 } from "../model/numbers";

class Term implements Int {
  constructor(
    private readonly script: Script,
    readonly text: string,
  ) {}

  plus(other: Term): Term {
    return this.script.int(`(+ ${this.text} ${other.text})`);
  }

  minus(other: Term): Term {
    return this.script.int(`(- ${this.text} ${other.text})`);
  }

  times(factor: bigint): Term {
    return this.script.int(`(* ${literal(factor)} ${this.text})`);
  }

  quotient(divisor: bigint): Term {
    return this.script.division(this.text, divisor).quotient;
  }

  remainder(divisor: bigint): Term {
    return this.script.division(this.text, divisor).remainder;
  }

  atMost(other: Term): Formula {
    return this.script.truth(`(<= ${this.text} ${other.text})`);
  }

  equals(other: Term): Formula {
    return this.script.truth(`(= ${this.text} ${other.text})`);
  }

  toString(): string {
    return this.text;
  }
}

class Formula implements Truth {
  constructor(
    private readonly script: Script,
    readonly text: string,
  ) {}

  and(other: Formula): Formula {
    return this.script.truth(`(and ${this.text} ${other.text})`);
  }

  or(other: Formula): Formula {
    return this.script.truth(`(or ${this.text} ${other.text})`);
  }

  not(): Formula {
    return this.script.truth(`(not ${this.text})`);
  }

  choose(a: Term, b: Term): Term {
    return this.script.int(`(ite ${this.text} ${a.text} ${b.text})`);
  }
}

const literal = (value: bigint): string => (value < 0n ? `(- ${-value})` : value.toString());

/** SMT-LIB text that grows. Every result gets a name, so that what is used twice is written once. */
class Script {
  readonly lines: string[] = [];
  private readonly names = new Map<string, string>();
  private readonly divisions = new Map<string, { quotient: Term; remainder: Term }>();

  int(text: string): Term {
    return new Term(this, this.named("Int", text));
  }

  truth(text: string): Formula {
    return new Formula(this, this.named("Bool", text));
  }

  declare(name: string): Term {
    this.lines.push(`(declare-const ${name} Int)`);
    return new Term(this, name);
  }

  assert(condition: string): void {
    this.lines.push(`(assert ${condition})`);
  }

  division(text: string, divisor: bigint): { quotient: Term; remainder: Term } {
    const key = `${text} / ${divisor}`;
    const known = this.divisions.get(key);
    if (known) return known;
    const number = this.divisions.size;
    const parts = { quotient: this.declare(`quotient.${number}`), remainder: this.declare(`remainder.${number}`) };
    const { quotient, remainder } = parts;
    this.assert(`(= ${text} (+ (* ${divisor} ${quotient}) ${remainder}))`);
    this.assert(`(and (<= 0 ${remainder}) (< ${remainder} ${divisor}))`);
    this.divisions.set(key, parts);
    return parts;
  }

  private named(sort: string, text: string): string {
    let name = this.names.get(text);
    if (name === undefined) {
      name = `t.${this.names.size}`;
      this.names.set(text, name);
      this.lines.push(`(define-fun ${name} () ${sort} ${text})`);
    }
    return name;
  }
}

/** The share in basis points, or every one at once. */
export type Bps = bigint | "any";

export class Symbolic implements Machine {
  private readonly script = new Script();
  /** The conditions of the branches that are being run. */
  private path: Formula[] = [];
  private readonly obligations: Formula[] = [];
  private readonly declared: string[] = [];
  private unknowns = 0;
  private readonly products = new Map<string, Term>();

  constructor(private readonly given: Bps) {}

  get bps(): bigint {
    if (this.given === "any") throw new Error("The model needs the number of bps in a statement about every bps.");
    return this.given;
  }

  /** Of any bps it is known only that a larger number has no smaller product. What follows from that holds for each. */
  timesBps(int: Term): Term {
    if (this.given !== "any") return int.times(this.given);
    const known = this.products.get(int.text);
    if (known) return known;
    const product = this.script.declare(`product.${this.products.size}`);
    for (const [other, otherProduct] of this.products) {
      this.script.assert(`(=> (<= ${int} ${other}) (<= ${product} ${otherProduct}))`);
      this.script.assert(`(=> (<= ${other} ${int}) (<= ${otherProduct} ${product}))`);
    }
    this.products.set(int.text, product);
    return product;
  }

  int(value: bigint): Term {
    return new Term(this.script, literal(value));
  }

  truth(value: boolean): Formula {
    return new Formula(this.script, value ? "true" : "false");
  }

  input(name: string, low: bigint, high: bigint | undefined): Term {
    this.declared.push(name);
    return this.between(name, low, high);
  }

  /** A number of which only the range is known, and what is assumed of it next. */
  unknown(what: string, low: bigint, high: bigint): Term {
    this.unknowns++;
    return this.between(`${what}.${this.unknowns}`, low, high);
  }

  /** Holds where the running branch is taken. */
  assume(condition: Formula): void {
    this.script.assert(this.where(condition).text);
  }

  must(condition: Formula): void {
    this.obligations.push(this.where(condition));
  }

  branch<T>(condition: Formula, then: () => T, otherwise: () => T): T {
    const a = this.along(condition, then);
    const b = this.along(condition.not(), otherwise);
    return merged(condition, a, b);
  }

  /** That everything holds which must; undefined if nothing must. */
  get safe(): Formula | undefined {
    const [first, ...others] = this.obligations;
    return first && others.reduce((a, b) => a.and(b), first);
  }

  /** All that is known, with a name for each claim. */
  text(claims: ReadonlyMap<string, Truth>): string {
    const named = [...claims].map(
      ([name, claim]) => `(declare-const ${name} Bool)\n(assert (= ${name} ${(claim as Formula).text}))`,
    );
    return [...this.script.lines, ...named].join("\n");
  }

  /** The names of the inputs. */
  get inputs(): readonly string[] {
    return this.declared;
  }

  private between(name: string, low: bigint, high: bigint | undefined): Term {
    const term = this.script.declare(name);
    this.script.assert(`(<= ${literal(low)} ${term})`);
    if (high !== undefined) this.script.assert(`(<= ${term} ${literal(high)})`);
    return term;
  }

  private along<T>(condition: Formula, run: () => T): T {
    const outside = this.path;
    this.path = [...outside, condition];
    try {
      return run();
    } finally {
      this.path = outside;
    }
  }

  private where(condition: Formula): Formula {
    return this.path.reduceRight((inner, taken) => taken.not().or(inner), condition);
  }
}

/** Two results of the same form: each number of it is one or the other. */
function merged<T>(condition: Formula, a: T, b: T): T {
  if (a instanceof U64 && b instanceof U64) return a.with(condition.choose(a.int as Term, b.int as Term)) as T;
  if (a instanceof I64 && b instanceof I64) return a.with(condition.choose(a.int as Term, b.int as Term)) as T;
  if (typeof a !== "object" || a === null || Object.getPrototypeOf(a) !== Object.prototype) {
    throw new Error("A branch of the model gave something other than numbers and plain objects of numbers.");
  }
  const parts = Object.keys(a).map((key) => [key, merged(condition, a[key as keyof T], b[key as keyof T])]);
  return Object.fromEntries(parts) as T;
}
