/** Chromium as the system's packages install it. */
export const executablePath = '/usr/bin/chromium';
