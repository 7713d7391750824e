import { notifications } from '@mantine/notifications'
import { useProblemWords } from '../kit/error-state.tsx'
import { problemOfThrown } from '../problem.ts'

/** Says what was thrown as a message: what happened and what to do. */
export function useShowProblem(): (thrown: unknown) => void {
  const problemWords = useProblemWords()
  return (thrown) => {
    const { happened, advice } = problemWords(problemOfThrown(thrown))
    notifications.show({ color: 'red', title: happened, message: advice })
  }
}
