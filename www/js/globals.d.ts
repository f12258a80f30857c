// What the bundler puts in.

/** The published names of the files in www/data. */
declare const DATA_FILES: Record<string, string>;
