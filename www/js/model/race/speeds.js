// How fast a race is played, in steps a second.
export const raceSpeeds = [2, 5, 10, 20, 40, 80, 160, 400, 1000, 3000];
export const defaultRaceSpeed = 4;
