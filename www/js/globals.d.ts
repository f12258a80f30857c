// What the bundler puts in.

/** The Content-Security-Policy of index.html; nothing where the page is one file, which has its own. */
declare const POLICY: string;

/** The published names of the files in www/data. */
declare const DATA_FILES: Record<string, string>;

/** The texts of the chapters in www/lessons, by name. */
declare module "#lessons/en" {
  export const chapters: Record<string, string>;
}
declare module "#lessons/ko" {
  export const chapters: Record<string, string>;
}

/** The published names of the second module and the worker that runs it. */
declare const DESK_FILES: { module: string, worker: string };

/** The published names of what index.html names, where there is no index.html to name it. */
declare const PAGE_FILES: { module: string, worker: string, styles: string };

/** The published name of what `descent-lab.js` brings. */
declare const EMBEDDED_FILE: string;

/** What the service worker keeps: all files of the page with their hashes. */
declare const OFFLINE: { version: string, files: Record<string, string> };
