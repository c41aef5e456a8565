import { z } from 'zod';
import { identifier } from './amazon-text';

/** `customerInfo` of every notification. */
export const customerInfo = z.object({ directedCustomerId: identifier }, { error: 'an object' });
