/** An errand whose code meets an error that it did not foresee: its workflow task fails, again and again. */
export async function mailErrand(): Promise<never> {
  throw new Error('not foreseen');
}
