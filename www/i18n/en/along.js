export const along = {
  "embedded.controls": "Training",
  "embedded.play": "Train",
  "embedded.pause": "Pause",
  "embedded.loss": "Loss",
  "embedded.open": "Open in Descent",
  "embedded.bad_experiment": "The experiment of this lab cannot be opened: {what}",
};
