// What the bundler puts in.

/** The Content-Security-Policy of index.html. */
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
