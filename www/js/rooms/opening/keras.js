// A model that Keras wrote as JSON, opened in the playground with the data there is.

import { NotSupported, fromKeras, isKerasModel } from "../../model/import/keras.js";

/** What does not fit is told, and changes nothing. @param {any} saved @param {import("../rooms.js").Rooms} rooms */
export function openKerasModel(saved, rooms) {
  const { losses: _, loss_weights: __, ...rest } = rooms.open("playground").minimal();
  try {
    if (!isKerasModel(saved)) throw new NotSupported(String(saved.config?.name ?? ""), saved.class_name);
    rooms.openFile({ version: rooms.file().version, room: "playground", experiment: { ...rest, ...fromKeras(saved) } });
  } catch (error) {
    if (!(error instanceof NotSupported)) throw error;
    const { layer, what } = error;
    rooms.current().notify({ kind: "error", key: "notice.bad_file", words: { what: (/** @type {import("../../ui/i18n.js").Translate} */ t) => t("file.not_supported", { layer, what }) } });
  }
}
