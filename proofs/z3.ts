/** Z3, compiled to WebAssembly, in this process. */
import { init, killThreads, type Z3_ast, type Z3_context, Z3_error_code, Z3_lbool, type Z3_solver } from "z3-solver";

/** Longer than any question takes, on a machine that does other things as well. */
const TIMEOUT_MILLISECONDS = 120_000;

/** A solver that knows something, and is asked what follows. */
export interface Solver {
  /** Can all be true that it knows? */
  consistent(): Promise<Answer["is"]>;
  /** Can the claim be false? If it can, for which inputs? */
  refute(claim: string, inputs: readonly string[]): Promise<Answer>;
  close(): void;
}

/** Whether something makes the question true; if it does, with the inputs that do. */
export type Answer = { is: "unsat" } | { is: "sat"; inputs: Map<string, bigint> } | { is: "unknown"; why: string };

export class Z3 {
  private constructor(private readonly api: Awaited<ReturnType<typeof init>>) {}

  static async start(): Promise<Z3> {
    return new Z3(await init());
  }

  get version(): string {
    return this.api.Z3.get_full_version();
  }

  /** Ends its threads, without which the process would stay. */
  async stop(): Promise<void> {
    await killThreads(this.api.em);
  }

  /**
   * Opens a solver that knows what an SMT-LIB text asserts. Close it.
   *
   * Not `eval_smtlib2_string`: the package frees the script while a thread of Z3 still reads it.
   * @throws Error on a text that Z3 does not understand
   */
  open(text: string): Solver {
    return new Z3Solver(this.api.Z3, text);
  }
}

class Z3Solver implements Solver {
  private readonly context: Z3_context;
  private readonly solver: Z3_solver;

  constructor(
    private readonly z3: Awaited<ReturnType<typeof init>>["Z3"],
    text: string,
  ) {
    const config = z3.mk_config();
    this.context = z3.mk_context(config);
    z3.del_config(config);
    this.solver = z3.mk_simple_solver(this.context);
    z3.solver_inc_ref(this.context, this.solver);
    const params = z3.mk_params(this.context);
    z3.params_inc_ref(this.context, params);
    z3.params_set_uint(this.context, params, z3.mk_string_symbol(this.context, "timeout"), TIMEOUT_MILLISECONDS);
    z3.solver_set_params(this.context, this.solver, params);
    z3.solver_from_string(this.context, this.solver, text);
    const error = z3.get_error_code(this.context);
    if (error === Z3_error_code.Z3_OK) return;
    const message = z3.get_error_msg(this.context, error);
    this.close();
    throw new Error(`Z3 does not understand the text of a statement: ${message}`);
  }

  async consistent(): Promise<Answer["is"]> {
    return (await this.check([])).is;
  }

  async refute(claim: string, inputs: readonly string[]): Promise<Answer> {
    const { z3, context, solver } = this;
    z3.solver_push(context, solver);
    const named = z3.mk_const(context, z3.mk_string_symbol(context, claim), z3.mk_bool_sort(context));
    z3.solver_assert(context, solver, z3.mk_not(context, named));
    const answer = await this.check(inputs);
    z3.solver_pop(context, solver, 1);
    return answer;
  }

  close(): void {
    this.z3.solver_dec_ref(this.context, this.solver);
    this.z3.del_context(this.context);
  }

  private async check(inputs: readonly string[]): Promise<Answer> {
    const { z3, context, solver } = this;
    const result = await z3.solver_check(context, solver);
    if (result === Z3_lbool.Z3_L_FALSE) return { is: "unsat" };
    if (result !== Z3_lbool.Z3_L_TRUE) return { is: "unknown", why: z3.solver_get_reason_unknown(context, solver) };
    return { is: "sat", inputs: this.read(inputs) };
  }

  private read(inputs: readonly string[]): Map<string, bigint> {
    const { z3, context } = this;
    const model = z3.solver_get_model(context, this.solver);
    z3.model_inc_ref(context, model);
    const value = (name: string): bigint => {
      const input = z3.mk_const(context, z3.mk_string_symbol(context, name), z3.mk_int_sort(context));
      return BigInt(z3.get_numeral_string(context, z3.model_eval(context, model, input, true) as Z3_ast));
    };
    const values = new Map(inputs.map((name) => [name, value(name)]));
    z3.model_dec_ref(context, model);
    return values;
  }
}
