/**
 * The partner's side of the price API. It stands for another company's service, lives
 * here so that nothing else need run, and is reached over HTTP only.
 */
@NullMarked
package dev.telemetry.sample.partner;

import org.jspecify.annotations.NullMarked;
