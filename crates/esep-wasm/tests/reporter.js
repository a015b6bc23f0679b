// What the runner of Node found: every failure in full, and a closing line as cargo's runners have.

export default async function* reporter(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    // A file counts by its tests; one that cannot even be loaded counts as a failure of its own.
    const isFile = data?.details?.type === "suite" || (data?.name === data?.file && type === "test:pass");
    if (type === "test:pass" && !isFile && !data.skip) passed += 1;
    if (type === "test:fail" && data.details?.error?.failureType !== "subtestsFailed") {
      failed += 1;
      const cause = data.details?.error?.cause ?? data.details?.error;
      yield `FAILED ${data.name}\n${cause?.stack ?? cause}\n\n`;
    }
    if (type === "test:stdout" && data.message.startsWith("#")) yield data.message;
    if (type === "test:stderr") yield data.message;
  }
  yield `test result: ${failed === 0 ? "ok" : "FAILED"}. ${passed} passed; ${failed} failed\n`;
}
