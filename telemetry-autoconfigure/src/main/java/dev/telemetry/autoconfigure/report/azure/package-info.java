/**
 * Reports of jobs in Azure Blob Storage, by Azure's own client.
 */
@NullMarked
package dev.telemetry.autoconfigure.report.azure;

import org.jspecify.annotations.NullMarked;
