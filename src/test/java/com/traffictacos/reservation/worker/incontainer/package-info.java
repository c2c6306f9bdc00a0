/**
 * Tests that run inside Open Liberty, by Arquillian: what only the server has (CDI, Fault Tolerance, the REST client,
 * JSON-B, class loading of the WAR) is tested where it is.
 *
 * <p>A test class names its deployment by {@link com.traffictacos.reservation.worker.incontainer.Deployments}, which
 * takes the WAR that the build has made. {@link com.traffictacos.reservation.worker.incontainer.InContainerServer} writes
 * the configuration of the server, beside the one that ships.
 */
@NullMarked
package com.traffictacos.reservation.worker.incontainer;

import org.jspecify.annotations.NullMarked;
