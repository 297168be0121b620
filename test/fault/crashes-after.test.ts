import { describeCrashes } from './crashes.js';

describeCrashes('after');
