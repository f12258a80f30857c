export const along = {
  "embedded.controls": "Training",
  "embedded.play": "Train",
  "embedded.pause": "Pause",
  "embedded.loss": "Loss",
  "embedded.open": "Open in Descent",
  "embedded.bad_experiment": "The experiment of this lab cannot be opened: {what}",

  "offline.new_version": "A new version of Descent is ready. Taking it keeps the experiment, but training starts over.",
  "offline.take": "Use the new version",
};
