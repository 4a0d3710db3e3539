// Mozilla's HTTP Observatory, its own tests and grades, for `node audit_headers.mjs host path …`: a line of JSON a page.
// Beside this file lies node_modules (audit_headers.py). Node is told to trust the stack's certificate.
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { getGradeForScore, getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";

const [host, ...paths] = process.argv.slice(2);
for (const path of paths) {
  const answers = await retrieve(host, { path });
  const results = ALL_TESTS.map((test) => test(answers));
  const points = results.map((result) => getScoreModifier(result.result));
  const lost = points.filter((point) => point < 0).reduce((sum, point) => sum + point, 100);
  const all = points.reduce((sum, point) => sum + point, 100);
  const score = lost >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : lost;
  const failed = results.filter((result) => !result.pass).map((result) => result.result);
  console.log(JSON.stringify({ path, score, grade: getGradeForScore(score).grade, failed }));
}
