/**
 * What `request.cf` says: made up, for only this machine can ask. The fields are those that Cloudflare gives to every
 * plan. Source: developers.cloudflare.com/workers/runtime-apis/request
 */
export const CF = JSON.stringify({
  asn: 64496,
  asOrganization: "Emulator",
  city: "Lisbon",
  clientAcceptEncoding: "gzip, br",
  clientTcpRtt: 1,
  colo: "LIS",
  continent: "EU",
  country: "PT",
  edgeRequestKeepAliveStatus: 1,
  httpProtocol: "HTTP/1.1",
  isEUCountry: "1",
  latitude: "38.71667",
  longitude: "-9.13333",
  postalCode: "1000-001",
  region: "Lisbon",
  regionCode: "11",
  requestPriority: "",
  timezone: "Europe/Lisbon",
  tlsCipher: "AEAD-AES128-GCM-SHA256",
  tlsVersion: "TLSv1.3",
});
