export const start = {
  "page.missing": "Descent의 일부를 불러오지 못했습니다: {what}. 연결을 확인한 뒤 다시 불러오세요.",
  "page.damaged": "Descent의 일부가 도중에 끊겼거나 손상되었습니다: {what}. 연결을 확인한 뒤 다시 불러오세요.",
  "page.no_script": "Descent에는 JavaScript가 필요한데, 이 브라우저에서 꺼져 있습니다.",
  "page.no_wasm": "Descent에는 WebAssembly가 필요한데, 이 브라우저에는 없거나 꺼져 있습니다.",
  "page.no_simd": "Descent에는 WebAssembly의 SIMD 기능이 필요한데, 이 브라우저에는 없습니다.",
  "page.blocked": "이 브라우저나 사이트의 보안 정책이 WebAssembly 실행을 막고 있습니다: {what}",
  "page.no_worker": "이 브라우저나 사이트의 보안 정책이 워커 시작을 막고 있습니다: {what}",
  "page.broken": "Descent를 시작하지 못했습니다: {what}",
  "page.browsers": "Chrome과 Edge는 99, Firefox는 102, Safari는 16.4 버전부터 사용할 수 있습니다.",
  "page.again": "다시 불러오기",
};
