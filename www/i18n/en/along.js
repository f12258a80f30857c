export const along = {
  "embedded.controls": "Training",
  "embedded.play": "Train",
  "embedded.pause": "Pause",
  "embedded.loss": "Loss",
  "embedded.open": "Open in Descent",
  "embedded.bad_experiment": "The experiment of this lab cannot be opened: {what}",

  "offline.new_version": "A new version of Descent is ready. Taking it keeps the experiment, but training starts over.",
  "offline.take": "Use the new version",

  "pictures.title": "Pictures",
  "pictures.network": "The network in columns of units.",
  "pictures.diagram": "The network as a diagram.",
  "pictures.inspect": "One example with its numbers.",
  "pictures.output": "The output over the plane.",
  "pictures.curves": "Loss and metric.",
  "pictures.task": "The task and its answers.",
  "pictures.failed": "This browser does not let a page draw a picture of its figures.",
  "embedded.line": "In a page of your own",
  "embedded.line.hint": "This line shows the experiment in another page, a blog or a notebook.",
};
