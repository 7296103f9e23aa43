/** Something that whoever runs the evaluation can do something about: the message is all they need. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}
