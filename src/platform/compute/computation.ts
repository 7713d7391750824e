/**
 * Mathematics that takes longer than others may wait. Written as a generator: every `yield` is a step that can be
 * shown. It runs on a thread, so what goes in, the steps and what comes out must be plain data (structured clone):
 * objects, arrays, typed arrays; no functions and no classes.
 */
export type Computation<Input, Step, Result> = {
  name: string
  /** Asynchronous only where something must be loaded first, as a solver. */
  run: (input: Input) => Generator<Step, Result> | AsyncGenerator<Step, Result>
}

export const defineComputation = <Input, Step, Result>(
  computation: Computation<Input, Step, Result>,
): Computation<Input, Step, Result> => computation

/** Any computation, where only its name matters: `never` is what every input may be given as. */
export type AnyComputation = Computation<never, unknown, unknown>

export type ComputeOptions<Step> = {
  /** Aborting it ends the thread at once, in the middle of a step. */
  signal: AbortSignal
  /** Told the newest step, never two at a time; what it throws ends the computation and is thrown to the caller. */
  onStep: (step: Step) => Promise<void>
}

/** Runs a computation somewhere that holds nobody up. */
export type Compute = <Input, Step, Result>(
  computation: Computation<Input, Step, Result>,
  input: Input,
  options: ComputeOptions<Step>,
) => Promise<Result>
