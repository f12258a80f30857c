export const runs = {
  "record.following": "Training through the same steps again, to step {step}.",
  "record.back": "The run is back where it was before the page was loaded again: at step {step}.",
  "record.start_over": "Start over",
  "record.differs": "The run was brought back to step {step}, but its weights are not those it had. It was recorded by another version of Descent.",
  "record.newer": "The run could not be brought back: a newer version of Descent recorded it. Reload the page to get that version.",
  "record.unreadable": "The run could not be brought back: its record cannot be read.",
  "record.invalid": "The run could not be brought back. {what}",
};
