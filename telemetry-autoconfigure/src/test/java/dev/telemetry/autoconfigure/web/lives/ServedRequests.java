package dev.telemetry.autoconfigure.web.lives;

/**
 * Some of the tests that requests go through on each server.
 */
interface ServedRequests {

	ServletServer container();

	LivesServer server();

}
