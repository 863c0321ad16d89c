/** The version of the pages, from package.json and the build. */
declare const __APP__: string
