import { noPlatform, type PlatformPort } from '../../activities/platform/port.js';
import type { PlatformSettings } from '../../config/platform.js';
import { filePlatform } from './files.js';
import { httpPlatform } from './http.js';

/** The platform that is set, by its adapter. */
export function platformFrom({ by, format }: PlatformSettings): PlatformPort {
  switch (by.kind) {
    case 'none':
      return { ...noPlatform, format };
    case 'files':
      return filePlatform(by.folder, format);
    case 'http':
      return httpPlatform({ ...by, format });
  }
}
