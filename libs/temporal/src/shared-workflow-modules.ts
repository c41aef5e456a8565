// What all workflows of a worker share: `preloadModules` of the SDK's bundler. Every other module is evaluated anew for
// each workflow, and Zod alone took more than 1 MB of each. It keeps nothing of a workflow; the schemas made with it stay
// each workflow's own.
import { z } from 'zod';

/**
 * Whether Zod works, which it has to be made to do before the SDK freezes it: at its first schema and its first error
 * it settles what it keeps for good, such as the language of its errors. Exported, or the bundler leaves Zod out.
 */
export const zodIsReady = !z.object({ when: z.iso.datetime() }).safeParse({ when: '' }).success;
