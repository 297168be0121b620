import { describeCrashes } from './crashes.js';

describeCrashes('before');
